"""The entry point of the project: logs one metric per epoch into the run that `mlflow run` made."""

import sys

import mlflow

rate, epochs = float(sys.argv[1]), int(sys.argv[2])
for epoch in range(epochs):
    mlflow.log_metric("score", rate * 2**epoch, step=epoch)
