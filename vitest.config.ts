import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most of the time goes in waiting for processes, disks and a browser: more files at once than cores.
    maxWorkers: 4,
  },
});
