// `qiyue mcp`, asked by the public client of the Model Context Protocol.
import assert from 'node:assert/strict';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { runAll, test } from './harness.mjs';

const source = process.env.QIYUE_SOURCE_DIR ?? path.resolve('../..');
const binary = process.env.QIYUE_BINARY ?? path.join(source, 'build/release/qiyue');
const program = path.join(source, 'examples/tea-shop');
const client = new Client({ name: 'qiyue-tests', version: '1.0.0' });
await client.connect(new StdioClientTransport({ command: binary, args: ['mcp', '--as-of', '2026-11-23'] }));
const call = (name, args) => client.callTool({ name, arguments: { program, ...args } });

test('the client and the server agree', () => {
  assert.equal(client.getServerVersion().name, 'qiyue');
  assert.ok(client.getServerCapabilities().tools);
});
test('tools are listed with schemas', async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ['scan', 'explain', 'questions', 'draft', 'check', 'why', 'recheck']);
  assert.equal(tools.find((tool) => tool.name === 'draft').annotations.readOnlyHint, false);
});
test('scan, then explain a line of it', async () => {
  const evidence = JSON.parse((await call('scan')).content[0].text);
  assert.equal(evidence.schema, 'qiyue-evidence/1');
  const use = evidence.uses[0];
  const explained = JSON.parse((await call('explain', { place: `${use.file}:${use.line}` })).content[0].text);
  assert.equal(explained.uses[0].api, use.api);
});
test('questions', async () => {
  assert.ok(Array.isArray(JSON.parse((await call('questions')).content[0].text).questions));
});
test('a failure of a tool is said, and the server goes on', async () => {
  const failed = await call('scan', { program: '/does/not/exist' });
  assert.equal(failed.isError, true);
  await assert.rejects(call('why', {}));
  await client.ping();
});

const failed = await runAll(process.argv[2]);
await client.close();
process.exit(failed === 0 ? 0 : 1);
