import { useQuery } from '@tanstack/react-query'
import { MessageCircleQuestionMark } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import type { Route } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trace } from './trace.tsx'
import { WhyForm } from './why-form.tsx'
import type { Question } from './why-form.tsx'

/** Why somebody may do something, or may not. The question is in the address: a link is the answer. */
export function WhyScreen({ route }: { readonly route: Route }) {
  const texts = useTexts()
  const { query } = route
  const asked: Question = {
    subject: query.get('subject') ?? '',
    permission: query.get('permission') ?? '',
    resource: query.get('resource') ?? '',
  }
  const [again, setAgain] = useState(0)
  const isAsked = asked.permission !== ''
  const answer = useQuery({
    queryKey: ['explain', asked, again],
    enabled: isAsked,
    queryFn: async ({ signal }) => {
      const body = {
        subject: asked.subject === '' ? null : asked.subject,
        permission: asked.permission,
        ...(asked.resource === '' ? {} : { resource: asked.resource }),
      }
      return (await api.call('explain', { body, signal })).body
    },
  })
  return (
    <>
      <PageHead title={texts.why.title}>{texts.why.about}</PageHead>
      <WhyForm
        key={JSON.stringify(asked)}
        asked={asked}
        onAsk={(question) => {
          setAgain(again + 1)
          goTo(hrefOf(['why'], { ...question }))
        }}
      />
      {!isAsked ? (
        <div className="card">
          <Empty icon={<MessageCircleQuestionMark />} title={texts.why.start}>
            {texts.why.startAbout}
          </Empty>
        </div>
      ) : answer.isError ? (
        <ProblemNote problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data === undefined ? (
        <div className="card">
          <Skeleton lines={4} />
        </div>
      ) : (
        <Trace explanation={answer.data} subject={asked.subject} />
      )}
    </>
  )
}
