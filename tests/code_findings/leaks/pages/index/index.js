const config = require('../../config.js');
Page({
  onPhone(e) {
    console.log('phone', e.detail.value); // QY1014
    wx.request({ url: config.host + '/login', method: 'POST', data: { phone: e.detail.value } });
  },
  onWord(e) {
    console.log(e.detail.value); // says nothing about who it is
    wx.request({ url: 'https://search.tea.cn/q', data: { q: e.detail.value } });
  },
});
