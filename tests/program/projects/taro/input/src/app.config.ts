// comment with export default {}
const title: string = 'x'
export default defineAppConfig({
  pages: ['pages/index/index', `pages/form/index`,],
  subPackages: [{ root: 'sub', pages: ['a/index'] }],
  window: { navigationBarTitleText: 'Taro 店', other: title ? 1 : 2 },
  permission: { 'scope.userLocation': { desc: '定位' } },
  requiredPrivateInfos: ['getLocation'], ...rest,
  plugins: { pick: { version: '1.0.0', provider: 'wx76a9a06e5b4e693e' } },
})
