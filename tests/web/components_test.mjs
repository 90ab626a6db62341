// The components that go inside a mini program, run by miniprogram-simulate: miniprogram/test with the tools of this folder.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../miniprogram');
if (!existsSync(path.join(folder, 'node_modules'))) {
  const installed = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  if (installed.status !== 0) {
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}
const run = spawnSync(process.execPath, ['--test', '--test-reporter=tap', 'test/components.test.mjs'], { cwd: folder, encoding: 'utf8' });
process.stdout.write(run.stdout + run.stderr);
const count = (name) => Number((new RegExp(`^# ${name} (\\d+)$`, 'm').exec(run.stdout) ?? [0, 0])[1]);
console.log(`${count('pass')} passed, ${count('fail') + (run.status !== 0 && count('fail') === 0 ? 1 : 0)} failed`);
process.exit(run.status === 0 ? 0 : 1);
