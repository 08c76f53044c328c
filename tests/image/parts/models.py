"""Models by the real client: one is logged and registered, loaded and asked.

Prints its predictions by each of its addresses.
"""

import json

import mlflow
import numpy as np  # ty: ignore[import-not-found]
import pandas as pd  # ty: ignore[import-not-found]  (the image has it)
from mlflow import MlflowClient
from mlflow.models import infer_signature


class Doubler(mlflow.pyfunc.PythonModel):
    """A model that is enough to be logged, registered, loaded and served."""

    def predict(self, context, model_input: pd.DataFrame, params=None) -> np.ndarray:
        return (model_input["x"] * 2).to_numpy()


asked = pd.DataFrame({"x": [1, 21]})
mlflow.set_experiment("models")
with mlflow.start_run() as run:
    logged = mlflow.pyfunc.log_model(
        name="doubler",
        python_model=Doubler(),
        signature=infer_signature(asked, asked["x"] * 2),
        registered_model_name="doubler",
    )
MlflowClient().set_registered_model_alias("doubler", "champion", "1")
addresses = {
    "model id": logged.model_uri,
    "run": f"runs:/{run.info.run_id}/doubler",
    "version": "models:/doubler/1",
    "alias": "models:/doubler@champion",
}
print(
    json.dumps(
        {
            name: [int(one) for one in mlflow.pyfunc.load_model(address).predict(asked)]
            for name, address in addresses.items()
        }
    )
)
