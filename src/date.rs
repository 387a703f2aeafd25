//! The date of a signature.

use crate::error::{Error, ErrorKind};
use crate::hex::digit;
use alloc::string::String;

/// A second in UTC, written as SigV4 writes it: `20130524T000000Z`.
///
/// The core never reads a clock: the time is an argument, so that a signature can be repeated and tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmzDate {
    unix: u64,
    text: String,
}

impl AmzDate {
    /// The date `seconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSigningDate`] after the year 9999.
    #[allow(clippy::cast_possible_truncation, reason = "the days up to the last second, and those of a day, fit")]
    pub fn from_unix(seconds: u64) -> Result<Self, Error> {
        if seconds > LAST_SECOND {
            return Err(Error::new(ErrorKind::InvalidSigningDate, "signingDate", "expected a year from 1970 to 9999"));
        }
        let (year, month, day) = civil((seconds / SECONDS_A_DAY) as u32);
        let second = (seconds % SECONDS_A_DAY) as u32;
        let mut text = String::with_capacity(16);
        push_decimal(&mut text, ((year * 100 + month) * 100 + day).into(), 8);
        text.push('T');
        push_decimal(&mut text, ((second / 3600 * 100 + second / 60 % 60) * 100 + second % 60).into(), 6);
        text.push('Z');
        Ok(Self { unix: seconds, text })
    }

    /// The date that is written as SigV4 does, if there is such a second.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let number = |from, to| {
            text.get(from..to)?
                .bytes()
                .try_fold(0, |number, b| b.is_ascii_digit().then(|| number * 10 + u64::from(b - b'0')))
        };
        let [year, month, day] = [number(0, 4)?, number(4, 6)?, number(6, 8)?];
        let [hour, minute, second] = [number(9, 11)?, number(11, 13)?, number(13, 15)?];
        let seconds = days(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
        Self::from_unix(seconds).ok().filter(|date| date.text == text) // not so for the 31st of June, or 25 o'clock
    }

    /// As [`from_unix`](Self::from_unix), of a date that was written as SigV4 does. Only the tests in JavaScript run it.
    #[cfg(all(target_arch = "wasm32", any(feature = "signer", feature = "many")))]
    pub(crate) fn written(text: &str, unix: u64) -> Self {
        Self { unix, text: text.into() }
    }

    /// As in `X-Amz-Date`: `20130524T000000Z`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The day, as in a credential scope: `20130524`.
    #[must_use]
    pub fn date(&self) -> &str {
        self.text.get(..8).unwrap_or_default()
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(&self) -> u64 {
        self.unix
    }
}

/// Days since 1970-01-01 as year, month and day of the Gregorian calendar.
///
/// Source: `civil_from_days` in <https://howardhinnant.github.io/date_algorithms.html>, for days after the epoch.
const fn civil(days: u32) -> (u32, u32, u32) {
    let days = days + 719_468; // since 0000-03-01, the first day of a 400-year era
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = if months_since_march < 10 { months_since_march + 3 } else { months_since_march - 9 };
    (year_of_era + era * 400 + (month <= 2) as u32, month, day)
}

/// Days since 1970-01-01 of a day of the Gregorian calendar, if it is not before.
///
/// Source: `days_from_civil`, where [`civil`] is from.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day;
    (year * 365 + year / 4 - year / 100 + year / 400 + day_of_year).checked_sub(719_469)
}

#[allow(clippy::cast_possible_truncation, reason = "a remainder of 10 fits")]
/// Appends `number` in decimal, with `width` digits or as many as it takes.
pub(crate) fn push_decimal(out: &mut String, number: u64, width: u32) {
    if number > 9 || width > 1 {
        push_decimal(out, number / 10, width.saturating_sub(1));
    }
    out.push(digit((number % 10) as u8));
}

const SECONDS_A_DAY: u64 = 86_400;
/// 9999-12-31T23:59:59Z: `X-Amz-Date` has four digits for the year.
const LAST_SECOND: u64 = 253_402_300_799;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_known_seconds() {
        let cases = [
            (0, "19700101T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (1_369_353_600, "20130524T000000Z"),
            (1_440_938_160, "20150830T123600Z"),
            (4_107_542_400, "21000301T000000Z"),
            (LAST_SECOND, "99991231T235959Z"),
        ];
        for (unix, text) in cases {
            let date = AmzDate::from_unix(unix).unwrap();
            assert_eq!((date.as_str(), date.date(), date.unix()), (text, &text[..8], unix));
        }
        assert_eq!(AmzDate::from_unix(LAST_SECOND + 1).unwrap_err().code(), "ERR_INVALID_SIGNING_DATE");
    }

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        for unix in (0..LAST_SECOND).step_by(86_399 * 97).chain([LAST_SECOND]) {
            let date = AmzDate::from_unix(unix).unwrap();
            assert_eq!(AmzDate::parse(date.as_str()), Some(date));
        }
        for text in [
            "",
            "20130524",
            "20130524T000000",
            "20130524t000000Z",
            "20130524T000000Z ",
            "20130229T000000Z",
            "20130631T000000Z",
            "20131301T000000Z",
            "20130001T000000Z",
            "20130500T000000Z",
            "20130524T240000Z",
            "20130524T006000Z",
            "20130524T000060Z",
            "19691231T235959Z",
            "00000101T000000Z",
            "2013+524T000000Z",
            "2013é24T000000Z",
        ] {
            assert_eq!(AmzDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn writes_decimals() {
        for number in [0, 9, 10, 604_800, u32::MAX] {
            let mut out = String::new();
            push_decimal(&mut out, number.into(), 1);
            assert_eq!(out, alloc::format!("{number}"));
        }
    }
}
