// A list of named tests and their count; the last line is the one that CI adds up.
const tests = [];

export function test(name, run) {
  tests.push({ name, run });
}

// `filter`: only tests whose name holds it.
export async function runAll(filter = '') {
  let passed = 0;
  let failed = 0;
  for (const { name, run } of tests.filter((one) => one.name.includes(filter))) {
    try {
      await run();
      passed += 1;
      console.log(`ok    ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n      ${String(error && error.stack ? error.stack : error).replaceAll('\n', '\n      ')}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}
