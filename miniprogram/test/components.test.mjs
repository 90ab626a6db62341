import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { consent, legal, render, reset, service, state, tap, text, tick } from './setup.mjs';

beforeEach(reset);
const later = (version) => ({ ...legal, version });

test('asks at first, and again only for a major change', () => {
  assert.equal(consent.due(legal, 0).action, 'ask');
  consent.agree(legal, 0);
  assert.equal(consent.due(legal, 1).action, 'nothing');
  assert.equal(consent.due(later('1.0.1'), 1).action, 'nothing');
  assert.equal(consent.due(later('1.1.0'), 1).action, 'tell');
  assert.equal(consent.due(later('2.0.0'), 1).action, 'ask');
  consent.told(later('1.1.0'));
  assert.equal(consent.due(later('1.1.0'), 1).action, 'nothing');
  assert.equal(consent.due(later('2.0.0'), 1).action, 'ask'); // being told is not agreeing
});

test('a refusal is remembered', () => {
  consent.refuse(legal, 1000);
  assert.deepEqual(consent.due(legal, 2000), { action: 'nothing', reason: 'refused', mayAskAgain: false });
  assert.equal(consent.due(legal, 1000 + consent.ASK_AGAIN_AFTER).mayAskAgain, true);
  assert.equal(consent.due(later('2.0.0'), 2000).action, 'ask');
  assert.equal(consent.agreed(), false);
});

test('broken storage means: not agreed', () => {
  state.storage.set(consent.KEY, 'x');
  assert.equal(consent.due(legal, 0).action, 'ask');
  state.storage.set(consent.KEY, { version: 3 });
  assert.equal(consent.due(legal, 0).action, 'ask');
});

test('gate: summary first, full text one tap away', async () => {
  const gate = render('privacy-gate');
  await tick();
  assert.match(text(gate), /我们收集手机号/);
  await tap(gate, '.qy-link');
  assert.deepEqual(state.navigated, ['/pages/legal/privacy-policy/privacy-policy']);
});

test('gate: several calls wait for one answer', async () => {
  const gate = render('privacy-gate');
  const answers = [];
  state.gate((value) => answers.push(value.event), {});
  state.gate((value) => answers.push(value.event), {});
  await tick();
  gate.querySelector('#qy-agree').dispatchEvent('agreeprivacyauthorization');
  await tick();
  assert.deepEqual(answers, ['exposureAuthorization', 'exposureAuthorization', 'agree', 'agree']);
  assert.equal(consent.agreed(), true);
  assert.equal(gate.querySelector('.qy-sheet'), undefined);
});

test('gate: refusing works, is remembered and does not nag', async () => {
  const gate = render('privacy-gate');
  await tick();
  await tap(gate, '#qy-refuse');
  assert.equal(gate.querySelector('.qy-sheet'), undefined);
  const answers = [];
  state.gate((value) => answers.push(value.event), {});
  await tick();
  assert.deepEqual(answers, ['disagree']);
  assert.equal(gate.querySelector('.qy-sheet'), undefined);
  const again = render('privacy-gate');
  await tick();
  assert.equal(again.querySelector('.qy-sheet'), undefined);
});

test('gate: a major change asks again and says what changed', async () => {
  consent.agree({ ...legal, version: '0.9.0' }, 0);
  const gate = render('privacy-gate');
  await tick();
  assert.match(text(gate), /重大变更/);
  assert.match(text(gate), /新增接收方/);
});

test('gate: nobody answered is not consent', async () => {
  const gate = render('privacy-gate');
  const answers = [];
  state.gate((value) => answers.push(value.event), {});
  gate.detach();
  assert.deepEqual(answers, ['exposureAuthorization', 'disagree']);
});

test('gate: back on this page, it answers again', async () => {
  consent.agree(legal, 0);
  const first = render('privacy-gate');
  const second = render('privacy-gate'); // the next page's
  await tick();
  second.detach();
  first.instance.listen(); // pageLifetimes.show
  const answers = [];
  state.gate((value) => answers.push(value.event), {});
  await tick();
  first.querySelector('#qy-agree').dispatchEvent('agreeprivacyauthorization');
  await tick();
  assert.deepEqual(answers, ['exposureAuthorization', 'agree']);
});

test('gate: where the platform has no such button, a tap agrees', async () => {
  globalThis.wx.onNeedPrivacyAuthorization = undefined;
  const gate = render('privacy-gate');
  await tick();
  await tap(gate, '#qy-agree');
  assert.equal(consent.agreed(), true);
  assert.equal(gate.querySelector('.qy-sheet'), undefined);
});

test('gate: choosing again from the settings', async () => {
  consent.refuse(legal, Date.now());
  const gate = render('privacy-gate');
  await tick();
  assert.equal(gate.querySelector('.qy-sheet'), undefined);
  gate.instance.reopen();
  await tick();
  gate.querySelector('#qy-agree').dispatchEvent('agreeprivacyauthorization');
  await tick();
  assert.equal(consent.agreed(), true);
});

test('gate: with a service the decision is reported, with the digest of what was shown', async () => {
  service.configure({ url: 'https://legal.example.com/api', subject: 's1', token: 't' });
  const gate = render('privacy-gate');
  await tick();
  gate.querySelector('#qy-agree').dispatchEvent('agreeprivacyauthorization');
  await tick();
  assert.equal(state.requests.length, 1);
  assert.equal(state.requests[0].url, 'https://legal.example.com/api/consents');
  assert.equal(state.requests[0].header.Authorization, 'Bearer t');
  const { subject, version, digest, decision } = state.requests[0].data;
  assert.deepEqual({ subject, version, digest, decision }, { subject: 's1', version: '1.0.0', digest: 'd1', decision: 'agreed' });
});

test('notice: a major change is not told away', async () => {
  consent.agree({ ...legal, version: '0.9.0' }, 0);
  const notice = render('update-notice');
  await tick();
  assert.equal(text(notice).trim(), '');
});

test('notice: tells a minor change once', async () => {
  consent.agree(legal, 0);
  const notice = render('update-notice', { legal: later('1.1.0') });
  await tick();
  assert.match(text(notice), /1\.1\.0/);
  await tap(notice, '#qy-known');
  assert.equal(text(notice).trim(), '');
  const second = render('update-notice', { legal: later('1.1.0') });
  await tick();
  assert.equal(text(second).trim(), '');
});

test('check box: never ticked by itself', async () => {
  consent.agree(legal, 0);
  const box = render('agree-check');
  await tick();
  assert.equal(box.data.checked, false);
  assert.equal(box.instance.require(), false);
  await tick();
  assert.match(text(box), /请先阅读/);
  await tap(box, '#qy-box');
  assert.equal(box.data.checked, true);
  assert.equal(box.instance.require(), true);
});

test('links: documents, my data, choosing again', async () => {
  const links = render('legal-links', { myData: 'pages/legal/my-data/my-data' });
  let chosen = 0;
  links.addEventListener('choose', () => { chosen += 1; });
  await tap(links, '#qy-my-data');
  await tap(links, '#qy-choose');
  assert.deepEqual(state.navigated, ['/pages/legal/my-data/my-data']);
  assert.equal(chosen, 1);
});

test('links: contact', async () => {
  const links = render('legal-links');
  await tap(links, '#qy-phone');
  await tap(links, '#qy-email');
  assert.deepEqual([state.phoned, state.copied], [['0571-0000'], ['a@example.com']]);
});

test('my data: what this device remembers', async () => {
  assert.match(text(render('my-data')), /还没有您的选择/);
  consent.agree(legal, Date.UTC(2026, 11, 8, 4));
  assert.match(text(render('my-data')), /您已同意 1\.0\.0 版（2026-12-08）/);
});

test('my data: refusing marketing holds on the device at once, with and without a service', async () => {
  const page = render('my-data');
  await tap(page, '#qy-refuse_marketing');
  assert.equal(consent.marketingRefused(), true);
  assert.match(text(page), /已记下/);
  assert.match(text(page), /您已拒绝接收营销信息/);
  service.configure({ url: 'https://legal.example.com/api', subject: 's1' });
  await tap(page, '#qy-refuse_marketing');
  assert.equal(state.requests[0].data.kind, 'refuse_marketing');
  assert.match(text(page), /服务端也已收到/);
  consent.allowMarketing();
  assert.equal(consent.marketingRefused(), false);
});

test('my data: what the service keeps is shown', async () => {
  service.configure({ url: 'https://legal.example.com/api', subject: 's1' });
  state.answer = { records: [{ name: '手机号', value: '138****0000' }] };
  const page = render('my-data');
  await tap(page, '#qy-access');
  assert.match(text(page), /手机号138\*\*\*\*0000/);
});

for (const [kind, needs] of [['correct', 'detail'], ['export', ''], ['cancel', 'confirm']]) {
  test(`my data: ${kind} is sent, and the number it got is told`, async () => {
    service.configure({ url: 'https://legal.example.com/api', subject: 's1' });
    state.answer = { id: 'R7' };
    const page = render('my-data');
    await tap(page, `#qy-${kind}`);
    if (needs) {
      assert.equal(state.requests.length, 0);
      await tap(page, '#qy-back');
      assert.equal(page.querySelector('.qy-sheet'), undefined);
      await tap(page, `#qy-${kind}`);
      if (needs === 'detail') page.querySelector('.qy-input').dispatchEvent('input', { detail: { value: '电话变了' } });
      await tap(page, '#qy-submit');
    }
    assert.equal(state.requests.length, 1);
    assert.equal(state.requests[0].data.kind, kind);
    if (needs === 'detail') assert.equal(state.requests[0].data.detail, '电话变了');
    assert.match(text(page), /编号 R7/);
  });
}

test('my data: a withdrawal that the service did not get is told', async () => {
  service.configure({ url: 'https://legal.example.com/api', subject: 's1' });
  state.status = 503;
  consent.agree(legal, 0);
  const page = render('my-data');
  await tap(page, '#qy-withdraw');
  await tap(page, '#qy-submit');
  assert.equal(consent.agreed(), false);
  assert.match(text(page), /服务端没有收到/);
});

test('my data: without a service it says whom to write to, and does not pretend', async () => {
  const page = render('my-data');
  await tap(page, '#qy-access');
  assert.match(text(page), /请通过下面的方式联系我们/);
  assert.match(text(page), /a@example\.com/);
  assert.equal(state.requests.length, 0);
});

test('my data: with a service the request is sent', async () => {
  service.configure({ url: 'https://legal.example.com/api/', subject: 's1' });
  const page = render('my-data');
  await tap(page, '#qy-delete');
  assert.match(text(page), /不能恢复/);
  assert.equal(state.requests.length, 0);
  await tap(page, '#qy-submit');
  assert.equal(state.requests[0].url, 'https://legal.example.com/api/requests');
  assert.equal(state.requests[0].data.kind, 'delete');
  assert.match(text(page), /已提交/);
});

test('my data: a service that fails is not told as done', async () => {
  service.configure({ url: 'https://legal.example.com/api', subject: 's1' });
  state.status = 500;
  const page = render('my-data');
  await tap(page, '#qy-export');
  assert.match(text(page), /请通过下面的方式联系我们/);
});

test('my data: withdrawing holds on the device at once', async () => {
  consent.agree(legal, 0);
  const page = render('my-data');
  await tap(page, '#qy-withdraw');
  await tap(page, '#qy-submit');
  assert.equal(consent.agreed(), false);
  assert.equal(consent.due(legal, 1).reason, 'withdrawn');
});

test('page head: version and changes on demand', async () => {
  const page = render('legal-page', { title: '隐私政策' });
  await tick();
  assert.doesNotMatch(text(page), /新增接收方/);
  await tap(page, '#qy-changes');
  assert.match(text(page), /新增接收方/);
});
