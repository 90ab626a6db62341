import Vue from "vue";
import App from "./App";
import http from "./api/http";

// What hangs on Vue's prototype every component has.
Vue.prototype.http = http;

new Vue({ ...App }).$mount();
