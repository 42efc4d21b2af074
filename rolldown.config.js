import { defineConfig } from 'rolldown'

/**
 * The build: one file for each entry of package.json and shared chunks, because some ninety small ES modules take longer to
 * load than all of their work. Types come from tsc, beside them. zod is bundled, without which its start would cost as much
 * as a request; every other package stays a dependency.
 */
export default defineConfig({
  input: {
    'src/index': 'src/index.ts',
    'src/testing': 'src/testing.ts',
    'src/simulator/index': 'src/simulator/index.ts',
    'webhooks/index': 'webhooks/index.ts',
    'src/receiver': 'src/receiver.ts',
    'src/harness/cli': 'src/harness/cli.ts',
  },
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && id !== 'zod' && !id.startsWith('zod/'),
  output: {
    dir: 'dist',
    format: 'esm',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // One file for the descriptors and one for what runs them, rather than a dozen crumbs of each.
    codeSplitting: {
      groups: [
        { name: 'descriptors', test: /\/(src\/core|modules|connection)\// },
        { name: 'runtime', test: /\/(src\/runtime|node_modules\/zod)\// },
      ],
    },
  },
})
