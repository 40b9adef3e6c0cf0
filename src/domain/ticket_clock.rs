//! The clock of a ticket: time since it was made, less the time in which it waited for somebody else. It stops on hold,
//! is frozen when the ticket is closed, and goes on when it is opened again. All times are milliseconds since 1970.

/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// A ticket's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketClock {
    /// When the ticket was made.
    pub started: i64,
    /// How long it has stood still in all, without the present stop.
    pub stood_still: i64,
    /// Since when it stands still.
    pub stopped: Option<i64>,
}

impl TicketClock {
    /// What the clock shows at `now`, in milliseconds. A computer's clock that was set back does not make it negative.
    pub fn shows(&self, now: i64) -> i64 {
        (self.stopped.unwrap_or(now) - self.started - self.stood_still).max(0)
    }

    /// What it shows in whole minutes, a begun one not counted.
    pub fn minutes(&self, now: i64) -> i64 {
        self.shows(now) / MINUTE
    }

    /// What it showed at an earlier moment, in whole minutes. Where the moment lies before a pause that is over, that pause
    /// is taken off nevertheless, since only its length is known: then this is the least that it can have shown.
    pub fn minutes_at(&self, moment: i64) -> i64 {
        let until = self.stopped.map_or(moment, |since| since.min(moment));
        (until - self.started - self.stood_still).max(0) / MINUTE
    }

    /// When it will show so many minutes, if it is not stopped again; nobody knows while it stands still.
    pub fn reaches(&self, minutes: i64) -> Option<i64> {
        self.stopped.is_none().then(|| self.started + self.stood_still + minutes.saturating_mul(MINUTE))
    }

    /// The clock, stopped at `now` unless it stands still already.
    pub fn stop(self, now: i64) -> TicketClock {
        TicketClock { stopped: self.stopped.or(Some(now)), ..self }
    }

    /// The clock, going on at `now`.
    pub fn go_on(self, now: i64) -> TicketClock {
        let waited = self.stopped.map_or(0, |since| (now - since).max(0));
        TicketClock { stood_still: self.stood_still + waited, stopped: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One step of a ticket's day, at minutes after nine.
    enum Act {
        Stop(i64),
        GoOn(i64),
    }

    #[test]
    fn a_day_worked_out_by_hand() {
        use Act::{GoOn, Stop};
        let at = |minutes: i64| 1_750_000_000_000 + minutes * MINUTE;
        let check = |acts: &[Act], now: i64, shows: i64, due_in: Option<i64>| {
            let start = TicketClock { started: at(0), stood_still: 0, stopped: None };
            let clock = acts.iter().fold(start, |clock, act| match act {
                Stop(minutes) => clock.stop(at(*minutes)),
                GoOn(minutes) => clock.go_on(at(*minutes)),
            });
            assert_eq!(clock.minutes(at(now)), shows, "at {now}");
            assert_eq!(clock.reaches(60), due_in.map(at), "due, looked at {now}");
        };
        check(&[], 0, 0, Some(60));
        check(&[], 45, 45, Some(60));
        // Half an hour on hold moves what is due by half an hour.
        check(&[Stop(10)], 40, 10, None);
        check(&[Stop(10), GoOn(40)], 50, 20, Some(90));
        // Stopping twice is stopping once.
        check(&[Stop(10), Stop(20), GoOn(40)], 50, 20, Some(90));
        // Closed at 30, looked at a day later, opened again at 1500.
        check(&[Stop(30)], 1_470, 30, None);
        check(&[Stop(30), GoOn(1_500)], 1_510, 40, Some(1_530));
        // The computer's clock is set back while on hold, and before the start.
        check(&[Stop(30), GoOn(20)], 30, 30, Some(60));
        check(&[], -500, 0, Some(60));
    }

    #[test]
    fn what_the_clock_showed_at_an_earlier_moment() {
        let at = |minutes: i64| 1_750_000_000_000 + minutes * MINUTE;
        let running = TicketClock { started: at(0), stood_still: 0, stopped: None };
        let check = |clock: TicketClock, moment: i64, showed: i64| {
            assert_eq!(clock.minutes_at(at(moment)), showed, "{clock:?} at {moment}");
        };
        check(running, 38, 38);
        // Before the ticket was made, as when an answer is written down with an earlier time.
        check(running, -38, 0);
        // Before the stop, and during it.
        check(running.stop(at(60)), 30, 30);
        check(running.stop(at(60)), 90, 60);
        // After a pause of an hour, and before it: no more is known than that it is not below zero.
        check(running.stop(at(60)).go_on(at(120)), 150, 90);
        check(running.stop(at(60)).go_on(at(120)), 30, 0);
    }
}
