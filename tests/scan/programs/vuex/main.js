import Vue from "vue";
import App from "./App";
import store from "./store/index.js";
Vue.prototype.$store = store;
new Vue({ store, ...App }).$mount();
