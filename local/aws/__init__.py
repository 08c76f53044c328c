"""Pulumi's `aws` plugin for a rehearsal on one computer: a table of types over botocore."""
