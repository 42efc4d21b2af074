import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { newFolder } from './engine.js'

const top = fileURLToPath(new URL('../../', import.meta.url))

/** The ledger as JavaScript, for programs in processes of their own. */
export interface Compiled {
  /** Starts a program beside this file; it gets the ledger's module and `args`. */
  start(program: string, ...args: string[]): Program
  /** Removes the folder, and ends programs that a failed test left running. */
  remove(): void
}

export interface Program {
  readonly process: ChildProcess
  /** The lines it prints, as they come. */
  readonly lines: AsyncIterableIterator<string>
  /** Ends it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void>
}

/** Compiles the ledger into a folder of its own, so that no test depends on when the package was built. */
export function compileLedger(): Compiled {
  const folder = newFolder()
  symlinkSync(join(top, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const config = {
    extends: join(top, 'tsconfig.json'),
    compilerOptions: { rootDir: top, outDir: join(folder, 'dist'), noEmit: false },
    include: [join(top, 'src/ledger'), join(top, 'src/core')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(process.execPath, [join(top, 'node_modules/typescript/bin/tsc'), '-p', join(folder, 'tsconfig.json')])
  const module = join(folder, 'dist/src/ledger/open-ledger.js')
  const started: ChildProcess[] = []
  return {
    start(program, ...args) {
      const file = fileURLToPath(new URL(program, import.meta.url))
      const child = spawn(process.execPath, [file, module, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
      started.push(child)
      const gone = once(child, 'exit')
      return {
        process: child,
        lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
        async kill() {
          child.kill('SIGKILL')
          await gone
        },
      }
    },
    remove() {
      for (const child of started) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
