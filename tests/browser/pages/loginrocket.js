// The drop-in for loginrocket.js on pages whose policy allows no inline script.
import LoginRocket from '/pkg/loginrocket.js';

window.LoginRocket = LoginRocket;
