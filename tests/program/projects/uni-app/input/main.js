import App from './App.vue'
import widget from '@/shared/widget.vue'
