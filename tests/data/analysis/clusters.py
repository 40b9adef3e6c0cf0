"""Writes clusters.json: k-means, standardising and silhouettes of the CDNOW customers by scikit-learn.

Reads recency_frequency.csv. The matrix is recency, ln(1 + frequency), ln(1 + cents), standardised. Takes a minute.
Made with scikit-learn 1.9.1. Run it in any folder: python clusters.py
"""

import json
from pathlib import Path

import numpy
import pandas
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

here = Path(__file__).parent
customers = pandas.read_csv(here / "recency_frequency.csv", dtype={"customer": str})
recency = customers.iloc[:, 1].to_numpy(dtype=float)
matrix = numpy.column_stack([recency, numpy.log1p(customers["frequency"]), numpy.log1p(customers["cents"])])
scaler = StandardScaler().fit(matrix)
scaled = scaler.transform(matrix)

groups = []
for k in range(2, 9):
    found = KMeans(n_clusters=k, n_init=10, random_state=0).fit(scaled)
    sizes = numpy.bincount(found.labels_, minlength=k)
    order = numpy.argsort(-sizes, kind="stable")
    groups.append(
        {
            "k": k,
            "inertia": float(found.inertia_),
            # Of all rows, not of a sample.
            "silhouette": float(silhouette_score(scaled, found.labels_)),
            "sizes": sizes[order].tolist(),
            "centroids": found.cluster_centers_[order].tolist(),
        }
    )

components = PCA(n_components=2, svd_solver="full").fit(scaled)
found = {
    "mean": scaler.mean_.tolist(),
    "deviation": scaler.scale_.tolist(),
    "groups": groups,
    "components": components.components_.tolist(),
    "explained": components.explained_variance_ratio_.tolist(),
}
(here / "clusters.json").write_text(json.dumps(found, indent=1) + "\n")
