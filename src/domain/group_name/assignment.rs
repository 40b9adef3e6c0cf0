//! The assignment problem: each row gets a column of its own so that the costs add up to the least.

/// The column of each row; rows that the columns do not suffice for get none, so there should be as many columns as rows
/// or more. `costs[row][column]` is finite, and all rows are of one length. Kuhn's Hungarian method (1955) by shortest
/// augmenting paths, as in Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
/// assignment problems" (1987): rows x rows x columns steps.
pub(super) fn cheapest(costs: &[Vec<f64>]) -> Vec<usize> {
    let columns = costs.iter().map(Vec::len).min().unwrap_or_default();
    let mut row_price = vec![0.0; costs.len()];
    let mut column_price = vec![0.0; columns];
    let mut owner: Vec<Option<usize>> = vec![None; columns];
    for row in 0..costs.len() {
        // The cheapest way to a free column, where taking a column sends its owner on to another one.
        let mut reach = vec![f64::INFINITY; columns];
        let mut before: Vec<Option<usize>> = vec![None; columns];
        let mut settled = vec![false; columns];
        let (mut current, mut through, mut price) = (row, None, 0.0);
        let free = loop {
            for column in (0..columns).filter(|column| !settled[*column]) {
                let cost = price + costs[current][column] - row_price[current] - column_price[column];
                if cost < reach[column] {
                    reach[column] = cost;
                    before[column] = through;
                }
            }
            let open = (0..columns).filter(|column| !settled[*column]);
            let Some(next) = open.min_by(|one, other| reach[*one].total_cmp(&reach[*other])) else { break None };
            settled[next] = true;
            price = reach[next];
            let Some(taken_by) = owner[next] else { break Some(next) };
            (current, through) = (taken_by, Some(next));
        };
        let Some(mut column) = free else { break };
        row_price[row] += price;
        for settled in (0..columns).filter(|column| settled[*column]) {
            if let Some(owner) = owner[settled] {
                row_price[owner] += price - reach[settled];
                column_price[settled] -= price - reach[settled];
            }
        }
        while let Some(previous) = before[column] {
            owner[column] = owner[previous];
            column = previous;
        }
        owner[column] = Some(row);
    }
    let mut chosen = vec![0; costs.len()];
    for (column, row) in owner.into_iter().enumerate() {
        if let Some(row) = row {
            chosen[row] = column;
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn total(costs: &[Vec<f64>], chosen: &[usize]) -> f64 {
        chosen.iter().enumerate().map(|(row, column)| costs[row][*column]).sum()
    }

    /// The least of all ways, by trying them.
    fn least(costs: &[Vec<f64>], taken: usize) -> f64 {
        let Some((row, rest)) = costs.split_first() else { return 0.0 };
        let free = row.iter().enumerate().filter(|(column, _)| taken & (1 << column) == 0);
        free.map(|(column, cost)| cost + least(rest, taken | 1 << column)).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn it_is_the_cheapest_of_all_ways(
            costs in (1..6usize, 0..3usize).prop_flat_map(|(rows, more)| vec(vec((0..40u32).prop_map(f64::from), rows + more), rows)),
        ) {
            let chosen = cheapest(&costs);
            let mut columns = chosen.clone();
            columns.sort_unstable();
            columns.dedup();
            prop_assert_eq!(columns.len(), costs.len());
            prop_assert!((total(&costs, &chosen) - least(&costs, 0)).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_to_assign() {
        assert_eq!(cheapest(&[]), Vec::<usize>::new());
    }
}
