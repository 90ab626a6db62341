Page({
  onLoad() {
    this.setData({ phone: getApp().globalData.phone }); // @sink phone page
  },
});
