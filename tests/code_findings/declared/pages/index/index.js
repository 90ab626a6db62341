Page({
  onPlace() {
    wx.getLocation({ success: () => {} }); // QY1007, and QY1008: no purpose in app.json
  },
  onAddress() { wx.chooseAddress({}); },
  onProfile() {
    wx.getUserProfile({ desc: '显示头像' }); // QY1010
  },
  paste() {
    wx.getClipboardData({}); // QY1011: nobody calls it
  },
});
