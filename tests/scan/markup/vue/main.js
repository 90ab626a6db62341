import App from './App.vue'
