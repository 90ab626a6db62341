// 可选的服务端：没有配置地址就什么也不发。subject 由运营者自定，不要用手机号等可识别的内容。
// The optional service. Without an address nothing is sent.
let options = null;

// { url, subject, token, header }：url 形如 https://legal.example.com/api
function configure(next) {
  options = next && next.url ? Object.assign({}, next, { url: String(next.url).replace(/\/+$/, '') }) : null;
}

function configured() {
  return options !== null;
}

function send(path, data) {
  if (!options) return Promise.resolve({ sent: false });
  return new Promise((resolve) => {
    wx.request({
      url: options.url + path,
      method: 'POST',
      data: Object.assign({ subject: options.subject }, data),
      header: Object.assign({ 'content-type': 'application/json' }, options.token ? { Authorization: `Bearer ${options.token}` } : {}),
      success: (answer) => resolve({ sent: answer.statusCode >= 200 && answer.statusCode < 300, status: answer.statusCode, data: answer.data }),
      fail: () => resolve({ sent: false }),
    });
  });
}

const consent = (value) => send('/consents', value);
// kind: access | correct | export | delete | cancel | withdraw | refuse_marketing
const request = (kind, detail) => send('/requests', { kind, detail: detail || '' });

module.exports = { configure, configured, consent, request };
