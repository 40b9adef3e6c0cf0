"""Writes small.json: principal components and a silhouette of a few rows by scikit-learn, to compare to the last digits.

Made with scikit-learn 1.9.1 and numpy 2.4.6. Run it in any folder: python small.py
"""

import json
from pathlib import Path

import numpy
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_samples, silhouette_score

here = Path(__file__).parent
chance = numpy.random.default_rng(7)

# Four columns of which two go together, one is of another size, and one is noise.
base = chance.normal(size=(24, 4))
rows = numpy.column_stack([base[:, 0], base[:, 0] * 0.8 + base[:, 1] * 0.4, base[:, 2] * 5.0, base[:, 3]]).round(3)
components = PCA(n_components=2, svd_solver="full").fit(rows)

# Three heaps that touch, and a row that is alone in its group.
heaps = numpy.concatenate([chance.normal(at, 1.0, size=(12, 2)) for at in ([0, 0], [3, 0], [1, 3])] + [[[9.0, 9.0]]]).round(3)
groups = [0] * 12 + [1] * 12 + [2] * 12 + [3]

found = {
    "components": {
        "rows": rows.tolist(),
        "directions": components.components_.tolist(),
        "explained": components.explained_variance_ratio_.tolist(),
        "coordinates": components.transform(rows).tolist(),
    },
    "silhouette": {
        "rows": heaps.tolist(),
        "groups": groups,
        "each": silhouette_samples(heaps, groups).tolist(),
        "mean": float(silhouette_score(heaps, groups)),
    },
}
(here / "small.json").write_text(json.dumps(found, indent=1) + "\n")
