const { bindPhone, saveProfile } = require('../../services/account.js')

Page({
  data: { agreed: false, avatar: '', nickname: '' },

  onAgree(event) {
    this.setData({ agreed: event.detail.value.length > 0 })
  },

  onPhone(event) {
    if (!this.data.agreed) {
      wx.showToast({ title: '请先阅读并同意协议', icon: 'none' })
      return
    }
    bindPhone(event.detail.code).then(() => wx.navigateBack())
  },

  onAvatar(event) {
    this.setData({ avatar: event.detail.avatarUrl })
  },

  onSave(event) {
    saveProfile({ avatar: this.data.avatar, nickname: event.detail.value.nickname })
  },
})
