/**
 * The ES module `pkg/loginrocket.js`: the class of `@authrocket/loginrocket`, for browsers, bundlers and Node. Has no wasm.
 * Tests: tests/browser/loginrocket.test.js, tests/package/loginrocket.rs.
 */
export {
  LoginRocket as default,
  LoginRocket,
  LoginRocketError,
  AccessDenied,
  RateLimited,
  RecordNotFound,
} from '../doors/loginrocket.js';
