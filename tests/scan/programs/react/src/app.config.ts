export default defineAppConfig({ pages: ["pages/hooks/index", "pages/class/index"] });
