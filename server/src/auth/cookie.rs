//! The cookie that carries a session's token.

use super::session::LIFETIME_SECONDS;
use super::token::Token;

/// The cookie's name; the prefix makes browsers hold it to this host, `Secure` and `Path=/`.
pub const NAME: &str = "__Host-clausewise";

/// Writes the `Set-Cookie` header that begins a session in a browser.
///
/// `Lax` rather than `Strict`, or a link in an e-mail would find one signed out;
/// what changes anything is guarded by [`origin`](super::origin).
pub fn set(token: &Token) -> String {
    let token = token.reveal();
    format!("{NAME}={token}; Path=/; Max-Age={LIFETIME_SECONDS}; Secure; HttpOnly; SameSite=Lax")
}

/// Writes the `Set-Cookie` header that removes the cookie.
pub fn clear() -> String {
    format!("{NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax")
}

/// Finds the token in the value of a `Cookie` header.
pub fn token(header: &str) -> Option<Token> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .and_then(|(_, value)| Token::parse(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn a_cookie_is_for_this_host_and_no_script() {
        let header = set(&Token::new(&Random::seeded(1)));
        assert!(header.starts_with("__Host-clausewise="), "{header}");
        for attribute in [
            "Path=/",
            "Max-Age=1209600",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
        ] {
            assert!(
                header.split("; ").any(|part| part == attribute),
                "{attribute}: {header}"
            );
        }
        assert!(!header.contains("Domain"), "{header}");
        assert!(clear().contains("Max-Age=0"));
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let token = Token::new(&Random::seeded(1));
        let shown = token.reveal();
        for (header, expected) in [
            (format!("__Host-clausewise={shown}"), Some(token.clone())),
            (format!("a=b; __Host-clausewise={shown};c=d"), Some(token)),
            (format!("clausewise={shown}"), None),
            (format!("x__Host-clausewise={shown}"), None),
            ("__Host-clausewise=short".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(super::token(&header), expected, "{header}");
        }
    }
}
