#!/usr/bin/env node
// Runs the program that this package carries. No install script: it works without a network.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const folder = path.join(__dirname, '..', 'linux-x64');
const run = spawnSync(path.join(folder, 'qiyue'), process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, LD_LIBRARY_PATH: [path.join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') },
});
if (run.error) {
  console.error(`qiyue: ${run.error.message}`);
  process.exit(2);
}
if (run.signal) process.kill(process.pid, run.signal);
process.exit(run.status ?? 2);
