const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()

exports.main = async (event) => {
  const { OPENID } = cloud.getWXContext()
  const { receiver, phone, address, remark } = event
  const { _id } = await db.collection('orders').add({
    data: { buyer: OPENID, receiver, phone, address, remark, createdAt: db.serverDate() },
  })
  return { order: _id }
}
