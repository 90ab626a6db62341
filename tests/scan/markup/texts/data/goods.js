module.exports = ['苹果', '香蕉']
