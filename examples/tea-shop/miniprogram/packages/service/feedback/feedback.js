const { API } = require('../../../config.js')
const platform = require('../../../services/platform.js')

Page({
  data: { words: '', pictures: [] },

  onPick() {
    platform.pickMedia({ count: 3, mediaType: ['image'] }).then(({ tempFiles }) => {
      this.setData({ pictures: tempFiles.map((file) => file.tempFilePath) })
    })
  },

  onSend() {
    const { model, system } = platform.deviceInfo()
    this.data.pictures.forEach((filePath) => {
      wx.uploadFile({
        url: `${API}/feedback`,
        filePath,
        name: 'picture',
        formData: { words: this.data.words, model, system },
      })
    })
  },
})
