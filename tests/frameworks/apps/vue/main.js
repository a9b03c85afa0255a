import { createApp, createSSRApp } from 'vue';
import App from './App.vue';

const make = document.getElementById('app').firstChild ? createSSRApp : createApp;
make(App).mount('#app');
