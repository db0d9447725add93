import { Download, History } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useAudit } from '../api/queries.ts'
import type { AuditFilters } from '../api/queries.ts'
import { hrefOf } from '../router/route.ts'
import type { Route } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AskedList } from '../ui/asked-list.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { NothingFound } from '../ui/nothing-found.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { AuditLine } from './audit-line.tsx'

const outcomes = ['', 'done', 'refused'] as const

type Filtering = Readonly<Record<'actor' | 'action' | 'target', string>> & {
  readonly outcome: (typeof outcomes)[number]
}

/** The filters that somebody has filled in. */
function filledIn(filters: Filtering): AuditFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, text]) => text !== ''))
}

/** Who changed what, and when. The filter is in the address. */
export function AuditScreen({ route }: { readonly route: Route }) {
  const texts = useTexts()
  const said = (name: string): string => route.query.get(name) ?? ''
  const filters = {
    actor: said('actor'),
    action: said('action'),
    target: said('target'),
    outcome: outcomes.find((one) => one === said('outcome')) ?? '',
  }
  const asked = filledIn(filters)
  const list = useAudit(asked)
  const isFiltered = Object.keys(asked).length > 0
  return (
    <>
      <PageHead
        title={texts.audit.title}
        actions={
          <a
            className="button plain"
            href={api.address('exportAudit', { query: asked })}
            download="audit.jsonl"
          >
            <Download className="icon" aria-hidden="true" />
            {texts.audit.export}
          </a>
        }
      >
        {texts.audit.about}
      </PageHead>
      <Filters key={JSON.stringify(filters)} filters={filters} />
      <div className="card">
        <AskedList
          list={list}
          items={list.data?.pages.flatMap(({ items }) => items)}
          none={
            isFiltered ? (
              <NothingFound
                action={<Button onPress={() => goTo(hrefOf(['audit']))}>{texts.common.clearFilters}</Button>}
              />
            ) : (
              <Empty icon={<History />} title={texts.audit.empty} />
            )
          }
        >
          {(entries) => (
            <ul className="entries">
              {entries.map((entry) => (
                <AuditLine key={entry.sequence} entry={entry} />
              ))}
            </ul>
          )}
        </AskedList>
      </div>
    </>
  )
}

function Filters({ filters }: { readonly filters: Filtering }) {
  const texts = useTexts()
  const [written, setWritten] = useState<Filtering>(filters)
  const fields = ['actor', 'action', 'target'] as const
  return (
    <form
      className="toolbar filters"
      role="search"
      aria-label={texts.audit.apply}
      onSubmit={(event) => {
        event.preventDefault()
        goTo(hrefOf(['audit'], written))
      }}
    >
      {fields.map((name) => (
        <Field
          key={name}
          label={texts.audit[name]}
          value={written[name]}
          onChange={(text) => setWritten({ ...written, [name]: text })}
        />
      ))}
      <Choice
        label={texts.audit.outcome}
        value={written.outcome}
        onChange={(outcome) => setWritten({ ...written, outcome })}
        options={outcomes.map((value) => ({ value, text: texts.audit.outcomes[value] }))}
      />
      <Button type="submit">{texts.audit.apply}</Button>
      {Object.values(filters).some((text) => text !== '') && (
        <Button look="quiet" onPress={() => goTo(hrefOf(['audit']))}>
          {texts.common.clearFilters}
        </Button>
      )}
    </form>
  )
}
