const HOST = 'https://api.tea-shop.example.com'

module.exports = {
  HOST,
  API: `${HOST}/v1`,
  MAP_KEY: 'EXAMPLE-KEY-ONLY',
}
