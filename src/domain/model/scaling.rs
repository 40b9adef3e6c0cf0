/// How the values of one feature become comparable with those of the others: optionally the logarithm, then the
/// distance from the mean in standard deviations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnScaling {
    /// Whether ln(1 + x) comes first. Amounts and counts are skewed: without it one large customer is a group.
    pub logarithm: bool,
    /// The mean of the (logarithms of the) values that the model was made from.
    pub mean: f64,
    /// Their standard deviation (of the population, divided by n); more than zero.
    pub deviation: f64,
}

impl ColumnScaling {
    /// The value in scaled space, where the training values have mean 0 and deviation 1.
    pub fn scaled(self, value: f64) -> f64 {
        (if self.logarithm { logarithm(value) } else { value } - self.mean) / self.deviation
    }

    /// The opposite of [`ColumnScaling::scaled`]: back in the feature's own unit. With the logarithm, the middle of a
    /// group comes back as a geometric mean of 1 + x, less 1, which is smaller than the plain mean.
    pub fn in_units(self, scaled: f64) -> f64 {
        let value = scaled * self.deviation + self.mean;
        if self.logarithm { value.abs().exp_m1().copysign(value) } else { value }
    }

    /// Whether the numbers can be computed with.
    pub(super) fn is_sound(self) -> bool {
        self.mean.is_finite() && self.deviation.is_finite() && self.deviation > 0.0
    }
}

/// ln(1 + x) from zero up, mirrored below zero. Plain ln(1 + x) does not exist from -1 down, and a customer who was paid
/// back more than they spent has a place in a group too.
pub fn logarithm(value: f64) -> f64 {
    value.abs().ln_1p().copysign(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_by_hand() {
        let check = |logarithm: bool, value: f64, expected: f64| {
            let scaled = ColumnScaling { logarithm, mean: 2.0, deviation: 4.0 }.scaled(value);
            assert!((scaled - expected).abs() < 1e-15, "{logarithm} {value}: {scaled}");
        };
        check(false, 2.0, 0.0);
        check(false, 10.0, 2.0);
        check(false, -2.0, -1.0);
        check(true, 0.0, -0.5);
        check(true, std::f64::consts::E - 1.0, -0.25);
        check(true, 1.0 - std::f64::consts::E, -0.75);
    }

    proptest! {
        #[test]
        fn scaling_is_undone_and_keeps_the_order(
            logarithm: bool, mean in -5.0..5.0f64, deviation in 0.1..10.0f64, one in -1e6..1e6f64, other in -1e6..1e6f64,
        ) {
            let scaling = ColumnScaling { logarithm, mean, deviation };
            prop_assert!((scaling.in_units(scaling.scaled(one)) - one).abs() <= 1e-8 * (1.0 + one.abs()));
            if one <= other {
                prop_assert!(scaling.scaled(one) <= scaling.scaled(other));
            }
        }
    }
}
