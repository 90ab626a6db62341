export default defineAppConfig({ pages: ['pages/a/index'] })
