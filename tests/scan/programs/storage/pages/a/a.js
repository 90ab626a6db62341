const PREFIX = "my_";
Page({
  onPhone(e) {
    wx.setStorageSync(PREFIX + "phone", e.detail.value); // @sink phone storage my_phone
  },
  onName(e) {
    wx.setStorage({ key: "name", data: e.detail.value }); // @sink name storage name
  },
});
