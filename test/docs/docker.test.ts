import { readFileSync } from 'node:fs'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'

const dockerfile = readFileSync('Dockerfile', 'utf8')
const instructions = dockerfile
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
const runtime = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')))

describe('the image', () => {
  test('has a Dockerfile without a fault', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([])
    expect(validate(`${dockerfile}\nHEALTHCHECK --interval=soon CMD true`)).not.toEqual([])
  })

  test('takes its compiler no further than the build stage', () => {
    expect(instructions.filter((line) => line.startsWith('FROM '))).toHaveLength(2)
    expect(runtime.join('\n')).not.toMatch(/apt-get|npm/)
  })

  test('runs as a user without rights, keeps its database in a volume and says how it is', () => {
    expect(runtime).toContain('USER node')
    expect(runtime).toContain('VOLUME /data')
    expect(runtime).toContain('CMD ["wirefold", "serve"]')
    expect(runtime.join('\n')).toMatch(/WIREFOLD_DEFAULT_DATABASE=\/data\/wirefold\.db/)
    expect(runtime.findIndex((line) => line.startsWith('HEALTHCHECK'))).toBeGreaterThan(-1)
  })

  test('says where it comes from, has the program on its path, and reaps what its processes leave', () => {
    const text = runtime.join('\n')
    for (const label of ['title', 'description', 'source', 'licenses', 'version', 'revision']) {
      expect(text).toContain(`org.opencontainers.image.${label}=`)
    }
    expect(text).toMatch(/ln -s \/app\/dist\/main\.js \/usr\/local\/bin\/wirefold/)
    expect(runtime).toContain('ENTRYPOINT ["/usr/bin/tini", "--"]')
  })

  test('presets nothing that a mounted config could not change', () => {
    const env = runtime.find((line) => line.startsWith('ENV '))!
    expect(env.match(/\bWIREFOLD_\w+/g)!.filter((name) => !name.startsWith('WIREFOLD_DEFAULT_'))).toEqual([])
  })

  test('has threads enough that a few names which do not resolve keep no others waiting', () => {
    expect(runtime.join('\n')).toMatch(/ UV_THREADPOOL_SIZE=16\b/)
  })

  test('is built only from files that are let into the build', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = instructions
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect([...new Set(copied)].sort()).toEqual(allowed.sort())
  })
})
