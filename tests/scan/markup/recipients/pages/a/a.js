// https://in.a.comment/x
const map = require('../../libs/renamed') 
const sentry = require('sentry-miniapp') // @recipient sdk sentry
const base = 'http://127.0.0.1:8360/api/' // @host 127.0.0.1:8360
const api = `https://api.own-shop.cn/${path}` // @host api.own-shop.cn
const picture = 'https://pics.third.org/1.png' // @recipient component pics.third.org ; @host pics.third.org
const own = 'https://img.own-shop.cn/1.png' // @host img.own-shop.cn
const re = /https:\/\/not.a.host/ // nothing
const geo = 'https://restapi.amap.com/v3/geocode' // @recipient sdk amap ; @host restapi.amap.com
wx.requestPayment({}) // @recipient sdk wxpay
const share = { imageUrl: 'https://share.third.net/any.php?size=1' } // @recipient component share.third.net ; @host share.third.net
const upload = { uploadImageUrl: 'https://up.fourth.net/any.php' } // @host up.fourth.net
