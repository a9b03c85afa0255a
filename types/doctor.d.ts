/** The form doctor's script tag, `doctor.js`: declares its global. Explained in docs/doctor.md. */
import type { Doctor } from './doctor.module.js';

declare global {
  interface Window {
    /** What the script tag `doctor.js` defines. */
    AuthRocketDoctor?: Doctor;
  }
}
