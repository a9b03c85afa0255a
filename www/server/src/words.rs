//! The words of the login forms that come in several languages. They are the app's own; the library has the messages.

use serde::Serialize;

macro_rules! words {
    ($($text:ident)*) => {
        /// A language, and the form's words in it.
        #[derive(Serialize)]
        pub struct Words {
            /// As in `lang`.
            pub code: &'static str,
            /// Its name in itself.
            pub name: &'static str,
            $($text: &'static str,)*
        }

        /// A list of another length does not compile.
        const fn words(
            code: &'static str,
            name: &'static str,
            [$($text),*]: [&'static str; [$(stringify!($text)),*].len()],
        ) -> Words {
            Words { code, name, $($text),* }
        }
    };
}

words! {
    log_in username password welcome forgot or code_title code_hint code_label go_on back sign_up
}

/// The languages of the library's own texts; English first.
pub const ALL: [Words; 11] = [
    words(
        "en",
        "English",
        [
            "Log in",
            "User name",
            "Password",
            "Welcome back",
            "Forgot your password?",
            "or",
            "One more step",
            "Open your authenticator app and type the six digits. The last one sends them.",
            "Code",
            "Continue",
            "Back",
            "No account yet? Sign up",
        ],
    ),
    words(
        "ar",
        "العربية",
        [
            "تسجيل الدخول",
            "اسم المستخدم",
            "كلمة المرور",
            "مرحبًا بعودتك",
            "هل نسيت كلمة المرور؟",
            "أو",
            "خطوة أخيرة",
            "افتح تطبيق المصادقة واكتب الأرقام الستة. يُرسَل الرمز مع الرقم الأخير.",
            "الرمز",
            "متابعة",
            "رجوع",
            "ليس لديك حساب؟ أنشئ حسابًا",
        ],
    ),
    words(
        "de",
        "Deutsch",
        [
            "Anmelden",
            "Benutzername",
            "Passwort",
            "Willkommen zurück",
            "Passwort vergessen?",
            "oder",
            "Noch ein Schritt",
            "Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein. Mit der letzten werden sie gesendet.",
            "Code",
            "Weiter",
            "Zurück",
            "Noch kein Konto? Registrieren",
        ],
    ),
    words(
        "es",
        "Español",
        [
            "Iniciar sesión",
            "Nombre de usuario",
            "Contraseña",
            "Hola de nuevo",
            "¿Ha olvidado su contraseña?",
            "o",
            "Un paso más",
            "Abra su aplicación de autenticación y escriba los seis dígitos. Se envían con el último.",
            "Código",
            "Continuar",
            "Atrás",
            "¿Aún no tiene cuenta? Regístrese",
        ],
    ),
    words(
        "fr",
        "Français",
        [
            "Se connecter",
            "Nom d’utilisateur",
            "Mot de passe",
            "Bon retour",
            "Mot de passe oublié ?",
            "ou",
            "Encore une étape",
            "Ouvrez votre application d’authentification et saisissez les six chiffres. Le dernier les envoie.",
            "Code",
            "Continuer",
            "Retour",
            "Pas encore de compte ? Inscrivez-vous",
        ],
    ),
    words(
        "it",
        "Italiano",
        [
            "Accedi",
            "Nome utente",
            "Password",
            "Bentornato",
            "Password dimenticata?",
            "oppure",
            "Ancora un passo",
            "Apri l’app di autenticazione e scrivi le sei cifre. L’ultima le invia.",
            "Codice",
            "Continua",
            "Indietro",
            "Non hai un account? Registrati",
        ],
    ),
    words(
        "ja",
        "日本語",
        [
            "ログイン",
            "ユーザー名",
            "パスワード",
            "おかえりなさい",
            "パスワードをお忘れですか?",
            "または",
            "もう一つの手順",
            "認証アプリを開き、6 桁の数字を入力してください。最後の数字で送信されます。",
            "コード",
            "続ける",
            "戻る",
            "アカウントをお持ちでない方は新規登録",
        ],
    ),
    words(
        "nl",
        "Nederlands",
        [
            "Inloggen",
            "Gebruikersnaam",
            "Wachtwoord",
            "Welkom terug",
            "Wachtwoord vergeten?",
            "of",
            "Nog één stap",
            "Open je authenticator-app en typ de zes cijfers. Het laatste verstuurt ze.",
            "Code",
            "Doorgaan",
            "Terug",
            "Nog geen account? Registreren",
        ],
    ),
    words(
        "pt",
        "Português",
        [
            "Entrar",
            "Nome de usuário",
            "Senha",
            "Bem-vindo de volta",
            "Esqueceu a senha?",
            "ou",
            "Mais um passo",
            "Abra seu aplicativo autenticador e digite os seis dígitos. O último os envia.",
            "Código",
            "Continuar",
            "Voltar",
            "Ainda não tem conta? Cadastre-se",
        ],
    ),
    words(
        "zh",
        "简体中文",
        [
            "登录",
            "用户名",
            "密码",
            "欢迎回来",
            "忘记密码?",
            "或",
            "还差一步",
            "打开身份验证应用,输入六位数字。输入最后一位后自动发送。",
            "验证码",
            "继续",
            "返回",
            "还没有账户?注册",
        ],
    ),
    words(
        "zh-hant",
        "繁體中文",
        [
            "登入",
            "使用者名稱",
            "密碼",
            "歡迎回來",
            "忘記密碼？",
            "或",
            "還差一步",
            "開啟驗證應用程式，輸入六位數字。輸入最後一位後會自動送出。",
            "驗證碼",
            "繼續",
            "返回",
            "還沒有帳號？註冊",
        ],
    ),
];
