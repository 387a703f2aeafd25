//! The two time formats of S3 that are checked here.

use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

const AMZ_DATE: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
const ISO: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

pub(crate) fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// `YYYYMMDDTHHMMSSZ`
pub(crate) fn parse_amz_date(text: &str) -> Option<OffsetDateTime> {
    // The parser allows a sign before the year.
    if text.len() != 16 {
        return None;
    }
    PrimitiveDateTime::parse(text, AMZ_DATE).ok().map(PrimitiveDateTime::assume_utc)
}

/// `YYYY-MM-DDTHH:MM:SSZ`, with a fraction of a second or without, and always UTC.
pub(crate) fn parse_iso(text: &str) -> Option<OffsetDateTime> {
    if !text.ends_with('Z') {
        return None;
    }
    OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()
}

pub(crate) fn iso(time: OffsetDateTime) -> String {
    time.format(ISO).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amz_dates() {
        let time = parse_amz_date("20130524T000000Z").unwrap();
        assert_eq!(time.unix_timestamp(), 1_369_353_600);
        for bad in ["2013-05-24T00:00:00Z", "20130524T000000", "20131324T000000Z", "+2013052T000000Z", ""] {
            assert!(parse_amz_date(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn iso_dates() {
        let time = parse_iso("2015-12-30T12:00:00.000Z").unwrap();
        assert_eq!(iso(time), "2015-12-30T12:00:00Z");
        assert!(parse_iso("2015-12-30T12:00:00+01:00").is_none());
        assert!(parse_iso("2015-12-30").is_none());
    }
}
