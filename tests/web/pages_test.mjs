// node pages_test.mjs [part of a name]: all tests of published pages. Screenshots go to $QIYUE_SHOTS.
import { launch } from './browser.mjs';
import { componentTests } from './components_view.mjs';
import { runAll } from './harness.mjs';
import { htmlTests } from './html.mjs';
import { miniprogramTests } from './miniprogram.mjs';

const browser = await launch();
let failed = 1;
try {
  htmlTests(browser);
  await miniprogramTests(browser);
  componentTests(browser);
  failed = await runAll(process.argv[2]);
} finally {
  await browser.close();
}
process.exit(failed === 0 ? 0 : 1);
