import { signInHref, signInPage } from '../router/sign-in.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** The session has ended while somebody has changes that are not saved: they stay, and the sign-in is beside them. */
export function SignedOutDialog({ onRetry }: { readonly onRetry: () => Promise<unknown> }) {
  const { problems: texts } = useTexts()
  const retry = (): void => void onRetry()
  return (
    <Dialog
      title={texts.signedOut}
      role="alertdialog"
      width="narrow"
      dismissable={false}
      onClose={retry}
      footer={
        <>
          <Button onPress={retry}>{texts.goOn}</Button>
          {signInPage !== '' && (
            <a className="button accent" href={signInHref(signInPage, false)} target="_blank" rel="noopener">
              {texts.signIn}
            </a>
          )}
        </>
      }
    >
      <p>{texts.signedOutKept}</p>
    </Dialog>
  )
}
