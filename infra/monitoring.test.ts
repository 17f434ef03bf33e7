import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger, createMetrics, serveHealth } from '@paperboy/service-kit'
import { beforeAll, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { readQuery } from './promql.suite.ts'

type Rule = {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; runbook: string }
}
type Panel = {
  id: number
  type: string
  title: string
  targets?: { refId: string; expr: string }[]
  gridPos: Record<'x' | 'y' | 'w' | 'h', number>
}

const root = join(import.meta.dirname, '..')
const text = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const rules: Rule[] = parse(text('infra/prometheus/alerts.yml')).groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
)
const dashboard = JSON.parse(text('infra/grafana/paperboy.json')) as { panels: Panel[] }
const drawn = dashboard.panels.filter(({ type }) => type !== 'row')
const queries = [
  ...rules.map(({ expr }) => expr),
  ...drawn.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
].map((expr) => expr.replaceAll('$__rate_interval', '1m'))

/** Prometheus gives these to every series that it scrapes. */
const OF_PROMETHEUS = ['job', 'instance', 'service']
const SAMPLE = /^(\w+)(?:\{(.*)\})? \S+$/gm

/** Name of a series → name of a label → its values, as a service with every measure serves them. */
let served: Map<string, Map<string, Set<string>>>

beforeAll(async () => {
  const depth = { waiting: 1, active: 1, delayed: 1, failed: 1, oldestWaitingMs: 1 }
  const metrics = createMetrics('all')
  metrics.records('parse', 'created')
  metrics.request({ method: 'GET', route: '/', status: 200 }, 1)
  await metrics.timeJob('chunk.parse', async () => {})
  metrics.watchQueue(async () => ({ 'chunk.parse': depth }))
  metrics.watchIndex(async () => ({ pending: 1, oldestMs: 1 }))
  metrics.watchDeliveries(async () => ({ due: 1, oldestMs: 1 }))
  const log = createLogger('all', 'silent')
  const checks = { database: async () => {}, queue: async () => {}, search: async () => {} }
  const server = await serveHealth({ host: '127.0.0.1', port: 0, checks, metrics, log })
  const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`)
  served = seriesIn(await answer.text())
  await server.close()
})

function seriesIn(answer: string): typeof served {
  const series: typeof served = new Map([['up', new Map()]])
  for (const [, name = '', labels = ''] of answer.matchAll(SAMPLE)) {
    const known = series.get(name) ?? new Map<string, Set<string>>()
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g))
      known.set(label, (known.get(label) ?? new Set()).add(value))
    series.set(name, known)
  }
  return series
}

test('every query asks for what services serve, by labels that it has', () => {
  expect(queries.length).toBeGreaterThan(30)
  for (const query of queries) {
    const { selectors, groupedBy } = readQuery(query)
    const labels = new Set(OF_PROMETHEUS)
    for (const { name, labels: asked } of selectors) {
      expect([...served.keys()], query).toContain(name)
      for (const label of served.get(name)?.keys() ?? []) labels.add(label)
      expect([...labels], query).toEqual(expect.arrayContaining(Object.keys(asked)))
    }
    expect([...labels], query).toEqual(expect.arrayContaining(groupedBy))
  }
})

test('states of jobs and needs of services that a query names are there', () => {
  const named = queries.flatMap((query) => readQuery(query).selectors)
  for (const [name, label] of [
    ['paperboy_queue_jobs', 'state'],
    ['paperboy_need_up', 'need'],
  ] as const) {
    const asked = named.filter((it) => it.name === name).flatMap(({ labels }) => labels[label] ?? [])
    expect(asked.length).toBeGreaterThan(1)
    expect([...(served.get(name)?.get(label) ?? [])]).toEqual(expect.arrayContaining(asked))
  }
})

test('every route that a query names is one of the gateway', () => {
  const paths = Object.keys(JSON.parse(text('docs/openapi.json')).paths)
  const routes = queries.flatMap((query) =>
    readQuery(query).selectors.map(({ labels }) => labels.route ?? ''),
  )
  const named = new Set(routes.flatMap((route) => route.split('|')).filter((route) => route.length > 1))
  expect(named.size).toBeGreaterThan(3)
  for (const route of named)
    expect(
      paths.some((path) => RegExp(`^${route}$`).test(path)),
      route,
    ).toBe(true)
})

test('every alert has a name of its own, says how urgent it is, and leads to what to do', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
  for (const { alert, labels, annotations } of rules) {
    expect(['critical', 'warning'], alert).toContain(labels.severity)
    // That the heading is there is held by the test of the docs.
    expect(annotations.runbook, alert).toMatch(/^docs\/operations\.md#./)
  }
})

test('every alert is tried in the tests of the rules', () => {
  const { tests } = parse(text('infra/prometheus/alerts.test.yml'))
  const fired = tests.flatMap((one: { alert_rule_test: { alertname: string; exp_alerts: object[] }[] }) =>
    one.alert_rule_test.filter((it) => it.exp_alerts.length > 0).map(({ alertname }) => alertname),
  )
  expect([...new Set(fired)].sort()).toEqual(rules.map(({ alert }) => alert).sort())
})

test('every panel has an id, a title and a place of its own, and asks something', () => {
  const ids = dashboard.panels.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(drawn.map(({ title }) => title)).size).toBe(drawn.length)
  for (const { title, targets = [] } of drawn) expect(targets.length, title).toBeGreaterThan(0)
  const taken = new Set<string>()
  for (const { gridPos } of dashboard.panels)
    for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        expect(x).toBeLessThan(24)
        expect(taken.has(`${x} ${y}`), `${x} ${y}`).toBe(false)
        taken.add(`${x} ${y}`)
      }
})

test('every service of Compose is scraped, where it serves its measures', () => {
  const { services } = parse(text('docker-compose.yml'), { merge: true })
  const ours = Object.entries<{ image: string; environment: Record<string, string> }>(services)
    .filter(([name, { image }]) => image.startsWith('paperboy/') && name !== 'migrate')
    .map(([name, { environment }]) => [name, Number(environment.PORT ?? environment.HEALTH_PORT)])
  const { scrape_configs } = parse(text('infra/prometheus/prometheus.yml'))
  const scraped = scrape_configs.flatMap(
    (job: { dns_sd_configs: { names: string[]; port: number }[]; authorization?: object }) =>
      job.dns_sd_configs.flatMap(({ names, port }) => names.map((name) => [name, port])),
  )
  expect(scraped.sort()).toEqual(ours.sort())
})

test('in a cluster the port of every service is scraped, by the names that the manifests give', () => {
  const { scrape_configs } = parse(text('infra/prometheus/prometheus-kubernetes.yml'))
  const kept = (label: string) =>
    scrape_configs.map(
      (job: { relabel_configs: { source_labels: string[]; regex: string }[] }) =>
        job.relabel_configs.find(({ source_labels }) => source_labels[0] === `__meta_kubernetes_pod_${label}`)
          ?.regex,
    )
  const portOf = (file: string) =>
    parseAllDocuments(text('infra/kubernetes', file))
      .map((document) => document.toJS())
      .find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0].ports[0].name
  expect(kept('container_port_name')).toEqual([portOf('gateway.yaml'), portOf('every-worker.yaml')])
  const { labels, namespace } = parse(text('infra/kubernetes/kustomization.yaml'))
  const partOf = labels[0].pairs['app.kubernetes.io/part-of']
  expect(kept('label_app_kubernetes_io_part_of')).toEqual([partOf, partOf])
  for (const {
    kubernetes_sd_configs: [discovery],
  } of scrape_configs)
    expect(discovery).toEqual({ role: 'pod', namespaces: { names: [namespace] } })
})
