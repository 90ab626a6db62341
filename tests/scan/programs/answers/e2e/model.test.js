// Not shipped: the address of a model that only the tests ask is no recipient of the program's.
const MODEL = 'https://api.deepseek.com/v1/chat';

module.exports = () => wx.request({ url: MODEL, data: { prompt: 'hello' } });
