const { signIn } = require('./services/account.js')

App({
  globalData: { customer: null, city: '' },

  onLaunch() {
    wx.cloud.init({ env: 'tea-shop-prod' })
    signIn().then((customer) => {
      this.globalData.customer = customer
    })
  },
})
