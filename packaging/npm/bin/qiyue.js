#!/usr/bin/env node
// Runs the program that this package carries. No install script: it works without a network.
const { spawn } = require('node:child_process');
const path = require('node:path');

const child = spawn(path.join(__dirname, '..', 'linux-x64', 'qiyue'), process.argv.slice(2), { stdio: 'inherit' });
// A signal is for the program (serve, mcp): it ends, and this with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`qiyue: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
