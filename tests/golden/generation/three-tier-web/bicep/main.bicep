@description('Name of the assets bucket, unique in the world')
param bucket_name string = 'dharma-three-tier-web-assets'

output assets_bucket string = bucket_name
