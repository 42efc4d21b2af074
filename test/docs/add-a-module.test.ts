import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { defineAction } from '../../src/core/define.js'
import type { ActionModule } from '../../src/core/module.js'
import { openConnection } from '../../src/open-connection.js'
import { type Simulator, simulatorIds, startSimulator } from '../../src/simulator/index.js'
import { inputJsonSchema } from '../../src/targets/json-schema.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = join(root, 'docs/add-a-module.md')

describe('docs/add-a-module.md', () => {
  let simulator: Simulator
  let folder: string
  let module: ActionModule & ReturnType<typeof defineAction>
  beforeAll(async () => {
    simulator = await startSimulator()
    folder = await mkdtemp(join(tmpdir(), 'add-a-module-'))
    const code = /```ts\n([\s\S]*?)```/.exec(await readFile(page, 'utf8'))?.[1] ?? ''
    // Away from the modules, which other tests list; its imports then need the whole path.
    const moved = code.replaceAll("'../../", `'${root}`).replaceAll("'../sources", `'${root}modules/sources`)
    await writeFile(join(folder, 'get-application.ts'), moved)
    module = (await import(join(folder, 'get-application.ts'))).getApplication
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await simulator.close()
  })

  it('has code that defines a module, its form and its schema', () => {
    expect(module).toMatchObject({ kind: 'action', id: 'getApplication', idempotent: true })
    expect(inputJsonSchema(module)).toMatchObject({ required: ['applicationSid'], additionalProperties: false })
  })

  it('has code that runs', async () => {
    const connection = await openConnection(simulator.credentials)
    const found = await module.execute({ applicationSid: simulatorIds.application } as never, connection)
    expect(found).toMatchObject({
      sid: simulatorIds.application,
      friendly_name: 'Front desk',
      date_created: expect.any(Date),
    })
    await expect(module.execute({ applicationSid: '../x' } as never, connection)).rejects.toThrow(
      'Application SID (applicationSid) must be a SID',
    )
    connection.close()
  })
})
