import { jobNames, jobs } from '@paperboy/contracts'
import { generatedPage } from './generated-page.ts'

type Field = { type?: string }

export function jobsPage(): string {
  const rows = jobNames.map((name) => {
    const { description, properties } = jobs[name] as {
      description?: string
      properties: Record<string, Field>
    }
    const fields = Object.entries(properties).map(([field, { type }]) => `\`${field}\` ${type}`)
    const [consumer = '', work = ''] = (description ?? '').split(/: (.*)/s)
    return [`\`${name}\``, fields.join(', ') || 'nothing', consumer, work]
  })
  const intro = `Source: \`packages/contracts/src/jobs.ts\`. A job names rows of Postgres and carries no data
([why](decisions/0002-jobs-name-rows.md)); its payload is checked when it is sent and when it is taken.`
  return generatedPage('Jobs', intro, [['job', 'names', 'consumer', 'says'], ...rows])
}
