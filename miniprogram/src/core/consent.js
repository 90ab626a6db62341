// 同意的状态：谁同意了哪一版。只存在本机；有服务时由 service.js 另报一份。
// Which version was agreed to. Kept on the device; with a service, reported there too.
const KEY = 'qiyue:consent';
const MARKETING = 'qiyue:marketing';
const ASK_AGAIN_AFTER = 48 * 60 * 60 * 1000; // 拒绝后 48 小时内不再打扰

function storage() {
  return typeof wx !== 'undefined' ? wx : null;
}

function read() {
  const place = storage();
  if (!place) return null;
  try {
    const value = place.getStorageSync(KEY);
    return value && typeof value === 'object' && typeof value.version === 'string' ? value : null;
  } catch (error) {
    return null;
  }
}

function write(value) {
  const place = storage();
  if (!place) return false;
  try {
    place.setStorageSync(KEY, value);
    return true;
  } catch (error) {
    return false; // 存不下就当没有同意过：下次再问，不会少问
  }
}

function numbers(version) {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(String(version || ''));
  return parts ? parts.slice(1).map(Number) : null;
}

// 'none' | 'patch' | 'minor' | 'major'：从旧版本到新版本的变更级别，由版本号得出。
function changeBetween(before, after) {
  const a = numbers(before);
  const b = numbers(after);
  if (!a || !b) return before === after ? 'none' : 'major';
  if (a[0] !== b[0]) return b[0] > a[0] ? 'major' : 'none';
  if (a[1] !== b[1]) return b[1] > a[1] ? 'minor' : 'none';
  return b[2] > a[2] ? 'patch' : 'none';
}

// 现在该做什么：ask 征得同意，tell 告知变化，nothing 不打扰。
// legal: { version, digest }；now: 毫秒。
function due(legal, now) {
  const saved = read();
  if (!saved) return { action: 'ask', reason: 'first' };
  if (saved.decision === 'withdrawn') return { action: 'nothing', reason: 'withdrawn' };
  if (saved.decision === 'refused') {
    // 换了大版本可以再问一次；同一版拒绝过就记住。
    if (changeBetween(saved.version, legal.version) === 'major') return { action: 'ask', reason: 'major' };
    return { action: 'nothing', reason: 'refused', mayAskAgain: now - saved.at >= ASK_AGAIN_AFTER };
  }
  const change = changeBetween(saved.version, legal.version);
  if (change === 'major') return { action: 'ask', reason: 'major' };
  if (change === 'minor' && saved.told !== legal.version) return { action: 'tell', reason: 'minor' };
  return { action: 'nothing', reason: 'agreed' };
}

function decide(decision, legal, now) {
  const value = { version: legal.version, digest: legal.digest || '', decision, at: now };
  write(value);
  return value;
}
const agree = (legal, now) => decide('agreed', legal, now);
const refuse = (legal, now) => decide('refused', legal, now);
const withdraw = (legal, now) => decide('withdrawn', legal, now);

// 看过告知：同意仍是当初那一版的，只记下已经告知过。
function told(legal) {
  const saved = read();
  if (saved) write(Object.assign({}, saved, { told: legal.version }));
}

// 拒绝营销：只有用户自己能改回来（退订之后重新订阅）。发送前由程序查看 marketingRefused()。
function refuseMarketing() {
  const place = storage();
  if (!place) return false;
  try {
    place.setStorageSync(MARKETING, 'refused');
    return true;
  } catch (error) {
    return false;
  }
}
function allowMarketing() {
  const place = storage();
  if (place) place.setStorageSync(MARKETING, '');
}
function marketingRefused() {
  const place = storage();
  if (!place) return false;
  try {
    return place.getStorageSync(MARKETING) === 'refused';
  } catch (error) {
    return true; // 读不出来就当拒绝过
  }
}

function agreed() {
  const saved = read();
  return Boolean(saved && saved.decision === 'agreed');
}

module.exports = { KEY, ASK_AGAIN_AFTER, read, due, agree, refuse, withdraw, told, agreed, changeBetween, refuseMarketing, allowMarketing, marketingRefused };
