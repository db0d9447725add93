import { hrefOf } from '../router/route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import mark from '../icon.svg'

export function Brand() {
  const texts = useTexts()
  return (
    <a className="brand" href={hrefOf([])}>
      <img className="brand-mark" src={mark} alt="" />
      {texts.shell.console}
    </a>
  )
}
